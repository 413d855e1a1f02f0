/** What agents say beside words; more are on everybody's keyboard. */
export const EMOJI = [
  ...'😊😀😄😉🤗🙏👍👌🙌👏💪🤝',
  ...'🎉🌹❤️💐🎁⭐✅❗❓⏰📦🚚',
  ...'😅😢😭😥🤔😴🙈💡📷📞💰🧾',
].filter((sign) => sign !== '\uFE0F');
