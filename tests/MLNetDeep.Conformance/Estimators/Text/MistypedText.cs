namespace MLNetDeep.Conformance;

/// <summary>A row whose text column holds a number.</summary>
internal sealed class MistypedText
{
    public float Text { get; set; }
}
