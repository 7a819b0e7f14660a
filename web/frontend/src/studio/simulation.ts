/** Tokens that run through the drawing: it teaches the shape of the flow and changes nothing. */

import NavigatedViewer from "bpmn-js/lib/NavigatedViewer";
import simulationModule from "bpmn-js-token-simulation/lib/viewer";
import "bpmn-js-token-simulation/assets/css/bpmn-js-token-simulation.css";

import { translateModule, translateWithin } from "./translate";

/** Show `xml` in `container` with tokens; returns what ends it. */
export async function simulate(container: HTMLElement, xml: string): Promise<() => void> {
  const viewer = new NavigatedViewer({ container, additionalModules: [simulationModule, translateModule] });
  await viewer.importXML(xml);
  viewer.get<{ zoom(to: string, at: string): void }>("canvas").zoom("fit-viewport", "auto");
  viewer.get<{ toggleMode(on: boolean): void }>("toggleMode").toggleMode(true);
  translateWithin(container);
  return () => viewer.destroy();
}
