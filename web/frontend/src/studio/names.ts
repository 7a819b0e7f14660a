/** Names of properties and operations, as the designer's guide explains them. */

import { isChinese } from "./words";

const PROPERTIES: Record<string, [string, string]> = {
  asked_at: ["申请时间（FEEL）", "Asked at (FEEL)"],
  asks_extension: ["申请延期的清单", "List that asks for more time"],
  assignee: ["指定办理人", "Person"],
  avoid: ["须回避的单位和人", "Who must keep away"],
  button: ["按钮", "Button"],
  button_en: ["按钮英文", "Button in English"],
  collection: ["集合", "Collection"],
  convener: ["召集人", "Convener"],
  copy: ["抄送科室", "Sections told"],
  days: ["天数", "Days"],
  decision: ["决策", "Decision"],
  documents: ["文书", "Papers"],
  early: ["可提前收到", "Taken early"],
  file: ["决策表文件", "File of the decision"],
  form: ["表单", "Form"],
  grants_extension: ["决定延期的清单", "List that decides on more time"],
  ground: ["事由", "Ground"],
  inputs: ["另外的输入", "More inputs"],
  item: ["条目名", "Name of the item"],
  item_view: ["条目另外可见", "Also seen with the item"],
  limit: ["时限", "Limits"],
  limits: ["延长的时限", "Limits that are lengthened"],
  message: ["消息", "Message"],
  minimum: ["最少人数", "The fewest allowed"],
  name_en: ["英文名称", "English name"],
  needs_running: ["须在计时中的时限", "Limits that must be running"],
  not_same_as: ["不得同一人", "Not by who did"],
  number: ["编号或数目", "Number"],
  odd: ["须为单数", "Must be odd"],
  operation: ["操作", "Operation"],
  payload: ["带出的数据", "Brought along"],
  post: ["岗位", "Post"],
  quorum: ["到会的份额", "Share that takes part"],
  raises: ["提出问题的清单", "List that raises items"],
  rechecks: ["复核问题的清单", "List that re-checks items"],
  rectifies: ["整改答复的清单", "List that answers items"],
  recuse: ["须回避的人", "Who keeps away"],
  result: ["结论字段", "Field of the conclusion"],
  reveal_on: ["公布名单之日", "Day the names are shown"],
  scope: ["哪个环节的计时", "Whose clocks"],
  section: ["科室", "Section"],
  service: ["外部系统", "System outside"],
  set: ["写入办件", "Written to the case"],
  several: ["多人办理", "Several handlers"],
  share: ["同意的份额", "Share that agrees"],
  specialities: ["专业", "Specialities"],
  text: ["内容", "Text"],
  to: ["告知谁", "Who is told"],
  vote: ["表决字段", "Field of the vote"],
};

const OPERATIONS: Record<string, [string, string]> = {
  archive: ["归档", "Archive"],
  call: ["请外部系统办理", "Ask a system outside"],
  check_codes: ["核对证照与材料", "Check certificates and materials"],
  draw_experts: ["抽取专家", "Draw experts"],
  extend_clock: ["延长时限", "Lengthen limits"],
  issue_document: ["出具文书", "Issue papers"],
  notify: ["告知", "Tell somebody"],
  number: ["取号", "Give a number"],
  publish: ["公示", "Publish"],
  resume_clock: ["恢复计时", "Let clocks run on"],
  suspend_clock: ["停表", "Stop clocks"],
};

/** Properties that may be added by name. */
export const PROPERTY_NAMES = Object.keys(PROPERTIES);

/** Return a property's name in words; one that nobody knows stays as it is. */
export function propertyWords(name: string): string {
  const found = PROPERTIES[name];
  return found ? `${pick(found)} ${name}` : name;
}

/** Return an operation in words. */
export function operationWords(name: string): string {
  const found = OPERATIONS[name];
  return found ? pick(found) : name;
}

function pick([zh, en]: [string, string]): string {
  return isChinese ? zh : en;
}
