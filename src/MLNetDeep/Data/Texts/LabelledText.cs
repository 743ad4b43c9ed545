namespace MLNetDeep.Data;

/// <summary>A text and its label: true if the text is positive.</summary>
internal readonly record struct LabelledText(string Text, bool Label);
