// The demo's side of the public interface: what a district's student information system would do.
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

export class Client {
  constructor(baseUrl, token, district) {
    Object.assign(this, { baseUrl, token, district });
  }

  async call(method, path, body, { query = {}, headers = {} } = {}) {
    const url = new URL(path, this.baseUrl);
    const inQuery = method === 'POST' ? query : { district: this.district, ...query };
    for (const [name, value] of Object.entries(inQuery)) if (value !== undefined) url.searchParams.set(name, value);
    const file = typeof body === 'string';
    const response = await fetch(url, {
      method,
      headers: {
        authorization: `Bearer ${this.token}`,
        ...(body !== undefined && { 'content-type': file ? 'text/csv' : 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: file ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const answer = text === '' ? {} : JSON.parse(text);
    if (response.status >= 400) throw new Error(`${method} ${path} was answered ${response.status}: ${text}`);
    return { ...answer, position: response.headers.get('evenground-position') ?? undefined };
  }

  /** The same district, as a person in a role of it. */
  async as(subject, roles) {
    const person = { subject, roles, districts: [this.district], schools: '*' };
    return new Client(this.baseUrl, (await this.post('/sign-in/people', person)).token, this.district);
  }

  get(path, query) {
    return this.call('GET', path, undefined, { query });
  }
  post(path, body, options) {
    return this.call('POST', path, body, options);
  }

  /** Sends a file and waits until diagnostics shows all of it. */
  async upload(type, path) {
    const { uploadId } = await this.call('POST', '/api/ingestion/v1/uploads', readFileSync(path, 'utf8'), {
      query: { district: this.district, type, format: 'csv' },
    });
    return this.settled(uploadId);
  }

  async send(type, path) {
    return (
      await this.call('POST', '/api/ingestion/v1/uploads', readFileSync(path, 'utf8'), {
        query: { district: this.district, type, format: 'csv' },
      })
    ).uploadId;
  }

  async settled(uploadId) {
    for (;;) {
      const status = await this.get(`/api/ingestion/v1/uploads/${uploadId}`);
      if (status.status === 'failed') throw new Error(`upload ${uploadId} failed: ${JSON.stringify(status)}`);
      if (status.status === 'completed' && status.visible) return status;
      await pause(50);
    }
  }

  /** Rows as JSON records, as a system sends them during the day. */
  records(records) {
    return this.post('/api/ingestion/v1/records', { district: this.district, records });
  }
}
