namespace MLNetDeep.Samples.Sentiment;

/// <summary>The kinds of networks.</summary>
internal enum NetworkKind
{
    /// <summary>A multilayer perceptron on a bag of words, which does not know the order of the words.</summary>
    Bag,

    /// <summary>The mean of the embeddings of the words.</summary>
    Embedding,

    /// <summary>A convolution over the embeddings of neighbouring words.</summary>
    Conv,

    /// <summary>A recurrent layer that reads the words one by one.</summary>
    Lstm,
}
