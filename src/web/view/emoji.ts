export const EMOJI = [
  ...'😊😀😄😉🤗🙏👍👌🙌👏💪🤝',
  ...'🎉🌹❤️💐🎁⭐✅❗❓⏰📦🚚',
  ...'😅😢😭😥🤔😴🙈💡📷📞💰🧾',
].filter((sign) => sign !== '\uFE0F');
