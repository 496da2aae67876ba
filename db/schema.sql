-- The newest schema, all migrations run. Written by SchemaTests; do not edit: add a migration.

CREATE TABLE schema_migrations (
  version INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  checksum TEXT NOT NULL,
  applied_at BIGINT NOT NULL
);

CREATE TABLE users (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  -- Empty: an account that cannot sign in.
  email TEXT NOT NULL,
  email_key TEXT NOT NULL,
  nickname TEXT NOT NULL,
  -- Argon2id in its PHC form; NULL: no password opens this account.
  password_hash TEXT,
  role TEXT NOT NULL CHECK (role IN ('user', 'admin')),
  created_at BIGINT NOT NULL,
  deleted_at BIGINT
, nickname_key TEXT NOT NULL DEFAULT '', erased_at BIGINT);

CREATE UNIQUE INDEX users_email_key ON users (email_key) WHERE email_key <> '' AND deleted_at IS NULL;

CREATE TABLE lessons (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  owner_user_id BIGINT NOT NULL REFERENCES users (id),
  title TEXT NOT NULL,
  title_key TEXT NOT NULL,
  description TEXT NOT NULL,
  is_deleted BOOLEAN NOT NULL CHECK (is_deleted IN (FALSE, TRUE)),
  created_at BIGINT NOT NULL,
  -- Of the lesson or of one of its items; of a deleted one, when it was deleted.
  updated_at BIGINT NOT NULL
);

CREATE INDEX lessons_owner ON lessons (owner_user_id);

CREATE INDEX lessons_title_key ON lessons (title_key);

CREATE TABLE imports (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  -- Grows with every change of this record.
  revision BIGINT NOT NULL,
  uploaded_by BIGINT NOT NULL REFERENCES users (id),
  filename TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('uploaded', 'previewed', 'committed', 'failed')),
  upload_complete BOOLEAN NOT NULL CHECK (upload_complete IN (FALSE, TRUE)),
  received_bytes BIGINT NOT NULL CHECK (received_bytes >= 0),
  sha256 BYTEA,
  -- JSON: what the uploader said about the file, and how it was read.
  reading_options TEXT NOT NULL,
  reading TEXT,
  -- No foreign keys to lessons in this table: an import outlives its lesson, and ids are never used twice.
  target_lesson_id BIGINT,
  target_lesson_title TEXT,
  total_rows BIGINT NOT NULL,
  error_rows BIGINT NOT NULL,
  warning_rows BIGINT NOT NULL,
  corrected_rows BIGINT NOT NULL,
  -- What the commit did; all NULL before it.
  lesson_id BIGINT,
  lesson_created BOOLEAN CHECK (lesson_created IN (FALSE, TRUE)),
  inserted_items BIGINT,
  duplicate_rows BIGINT,
  committed_at BIGINT,
  undone_at BIGINT,
  created_at BIGINT NOT NULL,
  CHECK (target_lesson_id IS NULL OR target_lesson_title IS NULL),
  CHECK (upload_complete = (reading IS NOT NULL)),
  CHECK ((status = 'committed') = (committed_at IS NOT NULL)),
  CHECK (undone_at IS NULL OR committed_at IS NOT NULL)
);

CREATE INDEX imports_uploader ON imports (uploaded_by);

CREATE TABLE import_rows (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  import_id BIGINT NOT NULL REFERENCES imports (id),
  row_number BIGINT NOT NULL,
  line_number BIGINT NOT NULL,
  english TEXT NOT NULL,
  english_key TEXT NOT NULL,
  polish TEXT NOT NULL,
  polish_key TEXT NOT NULL,
  example TEXT NOT NULL,
  tags TEXT NOT NULL,
  phonetic_hint TEXT NOT NULL,
  valid BOOLEAN NOT NULL CHECK (valid IN (FALSE, TRUE)),
  -- One problem a line, as CODE:field and a sentence; empty: none.
  error_message TEXT NOT NULL,
  warning_message TEXT NOT NULL,
  corrected BOOLEAN NOT NULL CHECK (corrected IN (FALSE, TRUE)),
  -- When the row was last judged.
  processed_at BIGINT NOT NULL,
  UNIQUE (import_id, row_number),
  CHECK (valid = (error_message = ''))
);

CREATE INDEX import_rows_invalid ON import_rows (import_id, row_number, valid) WHERE NOT valid;

CREATE INDEX import_rows_problems ON import_rows (import_id, row_number) WHERE NOT valid OR warning_message <> '';

CREATE TABLE lesson_items (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  lesson_id BIGINT NOT NULL REFERENCES lessons (id),
  english TEXT NOT NULL,
  english_key TEXT NOT NULL,
  polish TEXT NOT NULL,
  polish_key TEXT NOT NULL,
  example TEXT NOT NULL,
  -- One text, tags separated by semicolons.
  tags TEXT NOT NULL,
  phonetic_hint TEXT NOT NULL,
  -- The import that added it; NULL: added by hand.
  import_id BIGINT REFERENCES imports (id),
  created_at BIGINT NOT NULL,
  UNIQUE (lesson_id, english_key, polish_key)
);

CREATE INDEX lesson_items_lesson ON lesson_items (lesson_id);

CREATE INDEX lesson_items_import ON lesson_items (import_id) WHERE import_id IS NOT NULL;

CREATE TABLE sessions (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  user_id BIGINT NOT NULL REFERENCES users (id),
  lesson_id BIGINT NOT NULL REFERENCES lessons (id),
  started_at BIGINT NOT NULL,
  finished_at BIGINT,
  duration_seconds BIGINT,
  score DOUBLE PRECISION,
  created_at BIGINT NOT NULL
);

CREATE INDEX sessions_user ON sessions (user_id, started_at);

CREATE INDEX sessions_lesson ON sessions (lesson_id);

CREATE INDEX sessions_started ON sessions (started_at);

CREATE TABLE session_answers (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  session_id BIGINT NOT NULL REFERENCES sessions (id),
  -- The item that was asked.
  question_id BIGINT NOT NULL REFERENCES lesson_items (id),
  user_answer TEXT NOT NULL,
  is_correct BOOLEAN NOT NULL CHECK (is_correct IN (FALSE, TRUE)),
  created_at BIGINT NOT NULL
);

CREATE INDEX session_answers_session ON session_answers (session_id);

CREATE INDEX session_answers_question ON session_answers (question_id);

CREATE TABLE spaced_repetition (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  user_id BIGINT NOT NULL REFERENCES users (id),
  lesson_item_id BIGINT NOT NULL REFERENCES lesson_items (id),
  state TEXT NOT NULL CHECK (state IN ('new', 'learning', 'review', 'mastered')),
  last_reviewed_at BIGINT,
  next_review_at BIGINT NOT NULL,
  interval_days DOUBLE PRECISION NOT NULL,
  -- JSON: every review.
  history TEXT NOT NULL,
  UNIQUE (user_id, lesson_item_id)
);

CREATE INDEX spaced_repetition_due ON spaced_repetition (user_id, next_review_at);

CREATE INDEX spaced_repetition_state ON spaced_repetition (user_id, state);

CREATE INDEX spaced_repetition_item ON spaced_repetition (lesson_item_id);

CREATE TABLE audit_logs (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  actor_user_id BIGINT NOT NULL REFERENCES users (id),
  action TEXT NOT NULL,
  target_table TEXT NOT NULL,
  target_id BIGINT NOT NULL,
  -- Names of the fields that changed, separated by commas; never their values.
  details TEXT NOT NULL,
  created_at BIGINT NOT NULL
);

CREATE INDEX audit_logs_actor ON audit_logs (actor_user_id);

CREATE INDEX audit_logs_target ON audit_logs (target_table, target_id);

CREATE INDEX audit_logs_created ON audit_logs (created_at);

CREATE TABLE rtm_mapping (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  story_id TEXT NOT NULL,
  endpoint TEXT NOT NULL,
  table_name TEXT NOT NULL,
  notes TEXT NOT NULL
);

CREATE INDEX rtm_mapping_story ON rtm_mapping (story_id);

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

CREATE INDEX exports_requester ON exports (requested_by);

CREATE INDEX exports_subject ON exports (subject_user_id) WHERE subject_user_id IS NOT NULL;

CREATE INDEX exports_created ON exports (created_at);

CREATE TABLE audio_cache (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  -- The clip's key, 64 hexadecimal digits: SHA-256 of all that it was made of.
  hash TEXT NOT NULL UNIQUE,
  word TEXT NOT NULL,
  engine TEXT NOT NULL,
  accent TEXT NOT NULL CHECK (accent IN ('uk', 'us')),
  -- The voice that was asked for; empty: the engine's own choice.
  voice TEXT NOT NULL,
  -- Model and voice as the engine names them.
  model TEXT NOT NULL,
  speed_percent BIGINT NOT NULL,
  format TEXT NOT NULL CHECK (format IN ('wav', 'opus')),
  -- Of the file, below the folder of the clips.
  path TEXT NOT NULL,
  size_bytes BIGINT NOT NULL CHECK (size_bytes > 0),
  -- Of the file.
  sha256 BYTEA NOT NULL,
  duration_milliseconds BIGINT NOT NULL CHECK (duration_milliseconds > 0),
  created_at BIGINT NOT NULL,
  -- Some minutes behind, so that a read needs no write.
  last_accessed_at BIGINT NOT NULL
);

CREATE INDEX audio_cache_accessed ON audio_cache (last_accessed_at);

CREATE TABLE speech_settings (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  -- Grows with every change.
  revision BIGINT NOT NULL,
  -- Names of engines, separated by commas, in the order in which they are tried.
  engines TEXT NOT NULL,
  default_accent TEXT NOT NULL CHECK (default_accent IN ('uk', 'us')),
  speed_percent BIGINT NOT NULL CHECK (speed_percent BETWEEN 50 AND 200),
  -- JSON: voices by engine and accent, as {"piper/uk": "en_GB-alba-medium"}.
  voices TEXT NOT NULL,
  updated_at BIGINT NOT NULL
);

CREATE INDEX lesson_items_hint ON lesson_items (english_key) WHERE phonetic_hint <> '';
