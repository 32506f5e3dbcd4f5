/**
 * LaTeX's half of the package. pdfTeX is told a form of each character: that of our tables, or its code. LuaTeX is told
 * that in a formula the characters are text.
 */
export const packageText = (forms: string): string => String.raw`\NeedsTeXFormat{LaTeX2e}
\ProvidesPackage{aiscientist-letters}[2024/01/01 Letters that the fonts of pdfTeX lack]
\RequirePackage{amsmath}
\DeclareRobustCommand\letters@code[1]{\ifmmode\text{[U+#1]}\else[U+#1]\allowbreak\fi}
\newcommand\letters@form[3]{}
\newcommand\letters@coded[2]{}
\ifdefined\directlua
  \directlua{require('aiscientist-letters')}
  \def\letters@text#1{\mathcode"#1="8000
    \begingroup\lccode${'`'}\~="#1 \lowercase{\endgroup\protected\def~}{\text{\char"#1 }}}
  \def\letters@form#1#2#3{\letters@text{#1}}
  \def\letters@coded#1#2{\letters@text{#1}}
\else\ifdefined\DeclareUnicodeCharacter
  \def\letters@utf{utf8}
  \ifx\inputencodingname\letters@utf\else\RequirePackage{inputenc}\inputencoding{utf8}\fi
  \def\letters@form#1#2#3{\@ifundefined{u8:\detokenize{#2}}{\DeclareUnicodeCharacter{#1}{#3}}{}}
  \def\letters@coded#1#2{\@ifundefined{u8:\detokenize{#2}}{%
    \DeclareUnicodeCharacter{#1}{\letters@code{#1}}%
    \PackageWarningNoLine{aiscientist-letters}{printed as its code: U+#1}}{}}
\fi\fi
${forms}
\endinput
`;

/**
 * The half for LuaTeX, whose main fonts stay those of pdfTeX, so that the page looks the same. Before the letters of a
 * line are shaped, those that their font lacks get the first font of their script that has them, at the same size.
 */
export const luaCode = `
local glyph_id, glue_id = node.id('glyph'), node.id('glue')
local penalty_id, kern_id = node.id('penalty'), node.id('kern')
local done = luatexbase.new_attribute('aiscientist_letters')

-- Bold fonts of LaTeX have such names: ptmb8t, ec-lmbx10.
local function is_bold(name) return name:match('^p%l%lb') or name:match('bx') end

local function find(name)
  return kpse.find_file(name, 'opentype fonts') or kpse.find_file(name, 'truetype fonts')
end

local function open(name, script, size, bold)
  local file, part = name:match('^(.-)(%(%d+%))$')
  file, part = file or name, part or ''
  local path = bold and find((file:gsub('Regular', 'Bold'))) or find(file)
  if path == nil then return false end
  local request = '[' .. path .. ']' .. part .. ':mode=harf;script=' .. script.tag
  local loaded = luaotfload.define_font(request, size * script.scale // 100)
  if type(loaded) == 'table' then loaded = font.define(loaded) end
  return loaded or false
end

local opened = {}
local function font_for(character, script, base)
  local bold = is_bold(base.name or '') and 'bold' or ''
  for _, name in ipairs(script.fonts) do
    local key = name .. script.tag .. base.size .. bold
    if opened[key] == nil then opened[key] = open(name, script, base.size, bold ~= '') end
    if opened[key] and luaotfload.aux.font_has_glyph(opened[key], character) then return opened[key] end
  end
end

local told = {}
local function tell(character)
  if told[character] then return end
  told[character] = true
  texio.write_nl('log', string.format('Package aiscientist-letters Warning: printed as its code: U+%04X', character))
  texio.write_nl('log', '')
end

-- Prints the code in the font that lacks the character.
local function spell(head, n)
  local code = string.format('[U+%04X]', n.char)
  tell(n.char)
  n.char = code:byte(1)
  local last = n
  for at = 2, #code do
    local copy = node.copy(n)
    copy.char = code:byte(at)
    head, last = node.insert_after(head, last, copy)
  end
  local break_here = node.new(penalty_id)
  head, last = node.insert_after(head, last, break_here)
  return head
end

local function direction(sign)
  local dir = node.new('dir')
  dir.dir = sign .. 'TRT'
  return dir
end

local function substitute(head)
  local before
  for n in node.traverse_id(glyph_id, head) do
    local letter = letters[n.char]
    if letter and not n[done] and not font.getfont(n.font).characters[n.char] then
      local joins = letter.mark and before and luaotfload.aux.font_has_glyph(before, n.char)
      local found = joins and before or font_for(n.char, letter.script, font.getfont(n.font))
      if found then
        n.font = found
        n[done] = letter.mark and 0 or letter.script.code
      else
        head = spell(head, n)
      end
      before = found
    else
      before = n[done] and n.font or nil
    end
  end
  return head
end

-- A line may end between two East Asian characters, unless the first opens or the second closes.
local function breaks(head)
  for n in node.traverse_id(glyph_id, head) do
    local after = n.next
    if n[done] == 2 and after and after.id == glyph_id and after[done] == 2 then
      local one, other = letters[n.char], letters[after.char]
      if one and other and not one.opens and not other.closes then
        local gap = node.new(glue_id)
        gap.stretch = font.getfont(n.font).size // 20
        head = node.insert_after(head, n, gap)
      end
    end
  end
  return head
end

local function is_space(n) return n.id == glue_id or n.id == penalty_id or n.id == kern_id end

-- Words from right to left, with the spaces between them, get that direction; other text between them ends it.
local function turn(head)
  local n = head
  while n do
    if n.id == glyph_id and n[done] == 1 then
      local last, ahead = n, n.next
      while ahead and (is_space(ahead) or (ahead.id == glyph_id and (ahead[done] == 1 or ahead[done] == 0))) do
        if ahead.id == glyph_id then last = ahead end
        ahead = ahead.next
      end
      head = node.insert_before(head, n, direction('+'))
      head, n = node.insert_after(head, last, direction('-'))
    end
    n = n.next
  end
  return head
end

luatexbase.add_to_callback('pre_shaping_filter', function(head)
  local todo = false
  for n in node.traverse_id(glyph_id, head) do
    if letters[n.char] and not n[done] then todo = true end
  end
  return todo and turn(breaks(substitute(head))) or head
end, 'aiscientist.letters')
`;
