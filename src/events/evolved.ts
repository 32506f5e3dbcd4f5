/**
 * Types of this project's events that are beyond their first version, with the present one. An event of any other type
 * needs no way up to be shown, and so none of the schemas. A test compares this with the vocabularies.
 */
export const evolved: Readonly<Record<string, number>> = { 'idea.started': 2, 'run.started': 2 };
