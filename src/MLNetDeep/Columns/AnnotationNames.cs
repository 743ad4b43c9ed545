namespace MLNetDeep;

/// <summary>The annotation names that ML.NET components agree on.</summary>
internal static class AnnotationNames
{
    /// <summary>On a vector column: the name of each slot (vector of text).</summary>
    public const string SlotNames = "SlotNames";

    /// <summary>On a key column: the original value of each key (vector of any type).</summary>
    public const string KeyValues = "KeyValues";

    /// <summary>On a score column: the label value of each slot, in the label's original type (vector of any type).</summary>
    public const string TrainingLabelValues = "TrainingLabelValues";

    /// <summary>On a trainer's output column: an identifier shared by the columns of one trainer (key).</summary>
    public const string ScoreColumnSetId = "ScoreColumnSetId";

    /// <summary>On a trainer's output column: the kind of task (text).</summary>
    public const string ScoreColumnKind = "ScoreColumnKind";

    /// <summary>On a trainer's output column: the column's role, "Score", "PredictedLabel" or "Probability" (text).</summary>
    public const string ScoreValueKind = "ScoreValueKind";
}
