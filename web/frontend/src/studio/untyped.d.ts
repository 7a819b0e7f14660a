/** Parts of the drawing library that come without types. */

declare module "diagram-js-minimap";
declare module "bpmn-js-token-simulation/lib/viewer";
