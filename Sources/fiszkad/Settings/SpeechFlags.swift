import ArgumentParser

/// The options of speech, one per setting.
struct SpeechFlags: ParsableArguments {
  @Option(.espeakWorker) var espeakWorker: String?
  @Option(.espeakProcesses) var espeakProcesses: Int?
  @Option(.coquiURL) var coquiURL: String?
  @Option(.piperURL) var piperURL: String?
  @Option(.engineTimeout) var engineTimeout: Int?
  @Option(.externalURL) var externalURL: String?
  @Option(.externalKeyFile) var externalKeyFile: String?
  @Option(.externalModel) var externalModel: String?
  @Option(.externalTimeout) var externalTimeout: Int?
  @Option(.clipMiB) var clipMiB: Int?
  @Option(.clipMemoryMiB) var clipMemoryMiB: Int?
  @Option(.clipDays) var clipDays: Int?
  @Option(.speechQuota) var speechQuota: Int?
  @Option(.speechThreads) var speechThreads: Int?
  @Option(.speechQueue) var speechQueue: Int?

  /// Those of texts.
  var texts: [(Setting, String?)] {
    [
      (.espeakWorker, espeakWorker), (.coquiURL, coquiURL), (.piperURL, piperURL), (.externalURL, externalURL),
      (.externalKeyFile, externalKeyFile), (.externalModel, externalModel),
    ]
  }

  /// Those of numbers.
  var numbers: [(Setting, Int?)] {
    [
      (.espeakProcesses, espeakProcesses), (.engineTimeout, engineTimeout), (.externalTimeout, externalTimeout),
      (.clipMiB, clipMiB), (.clipMemoryMiB, clipMemoryMiB), (.clipDays, clipDays), (.speechQuota, speechQuota),
      (.speechThreads, speechThreads), (.speechQueue, speechQueue),
    ]
  }
}
