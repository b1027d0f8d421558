/** Whether this browser lives inside another app, where what is stored is soon lost. */
export function insideAnotherApp(agent: string): boolean {
  return (
    /\bFBAN|FBAV|FB_IAB|Instagram|WhatsApp|Line\/|MicroMessenger|Snapchat|TikTok|BytedanceWebview|Telegram/i.test(agent) ||
    /; wv\)/.test(agent)
  );
}
