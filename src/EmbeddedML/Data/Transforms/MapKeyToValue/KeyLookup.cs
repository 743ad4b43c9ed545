namespace Microsoft.ML.Transforms;

/// <summary>Looks up what the keys of one column stand for.</summary>
internal abstract class KeyLookup
{
    /// <summary>The getter of the values for which the column's keys stand.</summary>
    public abstract Delegate CreateGetter(DataViewRow input);
}
