namespace MLNetDeep.Conformance;

/// <summary>A row whose text column holds a number.</summary>
internal sealed class WrongTypeText
{
    public float Text { get; set; }
}
