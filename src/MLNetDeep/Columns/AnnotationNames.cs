namespace MLNetDeep;

/// <summary>The kinds of annotations by which ML.NET's components understand each other.</summary>
internal static class AnnotationNames
{
    /// <summary>Of a vector: a name for each slot (vector of text).</summary>
    public const string SlotNames = "SlotNames";

    /// <summary>Of a key: the value at each position (vector of any type).</summary>
    public const string KeyValues = "KeyValues";

    /// <summary>Of a score: the label values of its slots, of the type that they had (vector of any type).</summary>
    public const string TrainingLabelValues = "TrainingLabelValues";

    /// <summary>Of what a trainer adds: which columns belong together (key).</summary>
    public const string ScoreColumnSetId = "ScoreColumnSetId";

    /// <summary>Of what a trainer adds: the kind of task (text).</summary>
    public const string ScoreColumnKind = "ScoreColumnKind";

    /// <summary>Of what a trainer adds: what the column is, "Score", "PredictedLabel" or "Probability" (text).</summary>
    public const string ScoreValueKind = "ScoreValueKind";
}
