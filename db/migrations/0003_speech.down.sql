DROP INDEX lesson_items_hint;
DROP TABLE speech_settings;
DROP TABLE audio_cache;
CREATE TABLE audio_cache (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  hash TEXT NOT NULL UNIQUE,
  word TEXT NOT NULL,
  engine TEXT NOT NULL,
  accent TEXT NOT NULL CHECK (accent IN ('uk', 'us')),
  path TEXT NOT NULL,
  size_bytes BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  last_accessed_at BIGINT NOT NULL
);
CREATE INDEX audio_cache_accessed ON audio_cache (last_accessed_at);
