export interface InboundMessage {
  messageId: string;
  conversationId: string;
  identityId: string;
  customerId: string;
  text: string;
}
