import FiszkaDomain

/// SQL of the settings of speech, which are one row.
enum SpeechSettingsQuery {
  static let load = Query(
    "SELECT revision, engines, default_accent, speed_percent, voices FROM speech_settings WHERE id = 1")

  static let revision = Query("SELECT revision FROM speech_settings WHERE id = 1")

  static let save = Query(
    """
    INSERT INTO speech_settings (id, revision, engines, default_accent, speed_percent, voices, updated_at)
    VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6)
    ON CONFLICT (id) DO UPDATE SET
      revision = excluded.revision, engines = excluded.engines, default_accent = excluded.default_accent,
      speed_percent = excluded.speed_percent, voices = excluded.voices, updated_at = excluded.updated_at
    """)
}
