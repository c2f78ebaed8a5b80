// oidc-provider with one account for any name, its development login pages, and two confidential clients.
import { Provider } from 'oidc-provider';

const port = Number(process.env.PORT);
const issuer = `http://127.0.0.1:${port}`;
const client = (id) => ({
  client_id: id,
  client_secret: process.env.CLIENT_SECRET,
  redirect_uris: [`${issuer}/${id}/callback`],
  grant_types: ['authorization_code', 'refresh_token'],
  response_types: ['code'],
});
const provider = new Provider(issuer, {
  clients: [client('seaworthy'), client('seaworthy-other')],
  features: { devInteractions: { enabled: true }, introspection: { enabled: true }, revocation: { enabled: true } },
  issueRefreshToken: async () => true,
  rotateRefreshToken: true,
  findAccount: async (ctx, id) => ({ accountId: id, claims: async () => ({ sub: id }) }),
});
provider.listen(port, '127.0.0.1', () => console.log('listening'));
