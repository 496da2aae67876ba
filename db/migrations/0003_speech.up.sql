-- Speech: what a clip was made of, and the settings.

-- Anew: nothing was ever in it.
DROP TABLE audio_cache;
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

-- One row, or none as long as the defaults hold.
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

-- Finds the hint of a word where there is no sound.
CREATE INDEX lesson_items_hint ON lesson_items (english_key) WHERE phonetic_hint <> '';
