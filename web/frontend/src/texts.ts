/** The few sentences that scripts say; everything else comes from the server. */

const zh = {
  saved: "已自动保存 {time}",
  saving: "正在保存…",
  notSaved: "尚未保存：网络恢复后自动重试",
  unsaved: "有未保存的修改",
  uploading: "正在上传 {percent}%",
  uploadFailed: "上传失败：{reason}",
  network: "网络中断，请稍后重试",
  remove: "移除",
  retry: "重试",
  requestFailed: "操作未完成，请稍后重试",
  diagramFailed: "流程图没有载入，请刷新页面；步骤列表仍可使用。",
  currentStep: "正在办理",
  confirm: "确定",
  cancel: "取消",
};

const en: typeof zh = {
  saved: "Saved {time}",
  saving: "Saving…",
  notSaved: "Not saved yet: will retry when the network is back",
  unsaved: "There are unsaved changes",
  uploading: "Uploading {percent}%",
  uploadFailed: "Upload failed: {reason}",
  network: "The network was interrupted; try again",
  remove: "Remove",
  retry: "Retry",
  requestFailed: "That did not complete; try again in a moment",
  diagramFailed: "The diagram did not load; reload the page. The list of steps still works.",
  currentStep: "In progress",
  confirm: "OK",
  cancel: "Cancel",
};

const words = document.documentElement.lang.startsWith("zh") ? zh : en;

/** Return a sentence in the page's language, its {holes} filled. */
export function say(key: keyof typeof zh, holes: Record<string, string | number> = {}): string {
  return words[key].replace(/\{(\w+)\}/g, (_, name: string) => String(holes[name] ?? ""));
}
