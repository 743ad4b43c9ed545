using Microsoft.ML;
using MLNetDeep.Loader;

[assembly: LoadableClass(typeof(ITransformer), typeof(FlattenImageLoader), null, typeof(SignatureLoadModel), "Flatten image", FlattenImageLoader.Signature)]
[assembly: LoadableClass(typeof(ITransformer), typeof(OneHotLabelLoader), null, typeof(SignatureLoadModel), "One-hot label", OneHotLabelLoader.Signature)]
[assembly: LoadableClass(typeof(ITransformer), typeof(MulticlassLoader), null, typeof(SignatureLoadModel), "Neural network, several classes", MulticlassLoader.Signature)]
[assembly: LoadableClass(typeof(ITransformer), typeof(BinaryLoader), null, typeof(SignatureLoadModel), "Neural network, yes or no", BinaryLoader.Signature)]
[assembly: LoadableClass(typeof(ITransformer), typeof(RegressionLoader), null, typeof(SignatureLoadModel), "Neural network, numbers", RegressionLoader.Signature)]
[assembly: LoadableClass(typeof(ITransformer), typeof(BagOfWordsLoader), null, typeof(SignatureLoadModel), "Bag of words", BagOfWordsLoader.Signature)]
[assembly: LoadableClass(typeof(ITransformer), typeof(HashedBagOfWordsLoader), null, typeof(SignatureLoadModel), "Hashed bag of words", HashedBagOfWordsLoader.Signature)]
[assembly: LoadableClass(typeof(ITransformer), typeof(WordIndicesLoader), null, typeof(SignatureLoadModel), "Word indices", WordIndicesLoader.Signature)]
[assembly: LoadableClass(typeof(ITransformer), typeof(IndicesToTextLoader), null, typeof(SignatureLoadModel), "Indices to text", IndicesToTextLoader.Signature)]
