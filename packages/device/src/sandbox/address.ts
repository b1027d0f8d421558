/** The address of the relay inside; nobody else's can be (RFC 2606). */
export const sandboxAddress = 'http://sandbox.invalid';
