namespace MLNetDeep.Data;

/// <summary>A text and whether it is positive.</summary>
internal readonly record struct LabelledText(string Text, bool Label);
