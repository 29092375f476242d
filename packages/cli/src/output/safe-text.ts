/** What a caller, a guest or another server wrote may not move the cursor or colour the terminal. */
export function toSafeText(text: string): string {
  return text.replace(/(?!\t)\p{Cc}/gu, (c) => `\\x${c.charCodeAt(0).toString(16).padStart(2, "0")}`);
}
