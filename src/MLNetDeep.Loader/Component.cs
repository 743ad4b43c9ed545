namespace MLNetDeep.Loader;

/// <summary>
/// A type for each component that a model file can name. ML.NET asks for a loader type per component, and these types, which
/// have no members, tell the loaders apart. Each is named as in MLNetDeep's ComponentEntryPoint.
/// </summary>
internal static class Component
{
    internal sealed class FlattenImage;

    internal sealed class OneHotLabel;

    internal sealed class Multiclass;

    internal sealed class Binary;

    internal sealed class Regression;

    internal sealed class BagOfWords;

    internal sealed class HashedBagOfWords;

    internal sealed class WordIndices;

    internal sealed class IndicesToText;
}
