/** Offers the emoji that agents often use; everybody's keyboard has more. */
export const EMOJI = [
  ...'😊😀😄😉🤗🙏👍👌🙌👏💪🤝',
  ...'🎉🌹❤️💐🎁⭐✅❗❓⏰📦🚚',
  ...'😅😢😭😥🤔😴🙈💡📷📞💰🧾',
].filter((sign) => sign !== '\uFE0F');
