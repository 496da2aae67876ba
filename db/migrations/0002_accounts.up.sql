-- Sign-in, search and erasure of accounts; exports of a person's data.

ALTER TABLE users ADD COLUMN nickname_key TEXT NOT NULL DEFAULT '';
-- When personal data were removed for good; such an account has deleted_at too.
ALTER TABLE users ADD COLUMN erased_at BIGINT;
UPDATE users SET nickname_key = 'system' WHERE id = 1;

CREATE TABLE auth_tokens (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  user_id BIGINT NOT NULL REFERENCES users (id),
  -- SHA-256 of the token; the token itself is stored nowhere.
  token_hash BYTEA NOT NULL UNIQUE,
  created_at BIGINT NOT NULL,
  last_used_at BIGINT NOT NULL,
  -- The absolute end of the session.
  expires_at BIGINT NOT NULL
);
CREATE INDEX auth_tokens_user ON auth_tokens (user_id);

-- Anew, because a check can't be changed: exports of a person's data are JSON and are about somebody.
ALTER TABLE exports RENAME TO exports_before;
DROP INDEX exports_requester;
DROP INDEX exports_created;
CREATE TABLE exports (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  requested_by BIGINT NOT NULL REFERENCES users (id),
  -- Whose data it holds; NULL: a report about several people.
  subject_user_id BIGINT REFERENCES users (id),
  period TEXT NOT NULL,
  format TEXT NOT NULL CHECK (format IN ('csv', 'pdf', 'json')),
  status TEXT NOT NULL CHECK (status IN ('requested', 'completed', 'failed')),
  file_path TEXT,
  size_bytes BIGINT,
  created_at BIGINT NOT NULL,
  completed_at BIGINT
);
INSERT INTO exports (id, requested_by, subject_user_id, period, format, status, file_path, size_bytes, created_at, completed_at)
SELECT id, requested_by, NULL, period, format, status, file_path, NULL, created_at, completed_at FROM exports_before;
DROP TABLE exports_before;
CREATE INDEX exports_requester ON exports (requested_by);
CREATE INDEX exports_subject ON exports (subject_user_id) WHERE subject_user_id IS NOT NULL;
CREATE INDEX exports_created ON exports (created_at);
