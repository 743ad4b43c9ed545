using MLNetDeep.Neural;

namespace MLNetDeep.Trainers;

/// <summary>Creates the network of the sequence trainer once the feature column is known.</summary>
internal static class SequenceArchitecture
{
    /// <exception cref="InvalidOperationException">The column does not say how long a sequence may be, or how many indices there are.</exception>
    public static NetworkSpec Create(SequenceNetworkOptions options, FeatureShape shape, int outputs, Activation output)
    {
        int length = options.MaxLength ?? (shape.Size > 0 ? shape.Size : throw new InvalidOperationException(
            $"The sequences of the feature column vary in length; set {nameof(options.MaxLength)} to the largest number of indices, or give all "
            + "sequences one length, as WordIndicesOptions.Length does."));
        long vocabulary = options.VocabularySize ?? shape.IndexCount ?? throw new InvalidOperationException(
            $"The type of the feature column does not say how many indices there are; set {nameof(options.VocabularySize)}.");
        return new NetworkSpec([length], options.CreateLayers((int)Math.Min(vocabulary, int.MaxValue), outputs, output));
    }
}
