/**
 * Event types beyond version 1, with their current version. Events of all other types can be shown without an upgrade,
 * so no schemas are loaded for them. A test compares this with the vocabularies.
 */
export const evolved: Readonly<Record<string, number>> = { 'idea.started': 2, 'run.started': 2 };
