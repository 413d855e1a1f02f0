/** These are the emoji that agents often use. Everybody's keyboard has more. */
export const EMOJI = [
  ...'😊😀😄😉🤗🙏👍👌🙌👏💪🤝',
  ...'🎉🌹❤️💐🎁⭐✅❗❓⏰📦🚚',
  ...'😅😢😭😥🤔😴🙈💡📷📞💰🧾',
].filter((sign) => sign !== '\uFE0F');
