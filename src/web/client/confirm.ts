export async function askToConfirm(message: string): Promise<boolean> {
  const dialog = document.querySelector<HTMLDialogElement>('dialog#confirm');
  if (!dialog) return confirm(message);
  const question = dialog.querySelector('[data-confirm-question]');
  if (question) question.textContent = message;
  dialog.returnValue = '';
  dialog.showModal();
  await new Promise((resolve) => dialog.addEventListener('close', resolve, { once: true }));
  return dialog.returnValue === 'yes';
}
