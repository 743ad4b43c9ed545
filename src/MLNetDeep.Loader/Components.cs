using Microsoft.ML;
using MLNetDeep.Loader;

[assembly: LoadableClass(typeof(ITransformer), typeof(FlattenImageLoader), null, typeof(SignatureLoadModel), "Flatten image", FlattenImageLoader.Signature)]
[assembly: LoadableClass(typeof(ITransformer), typeof(OneHotLabelLoader), null, typeof(SignatureLoadModel), "One-hot label", OneHotLabelLoader.Signature)]
[assembly: LoadableClass(typeof(ITransformer), typeof(MulticlassLoader), null, typeof(SignatureLoadModel), "Neural network, several classes", MulticlassLoader.Signature)]
[assembly: LoadableClass(typeof(ITransformer), typeof(BinaryLoader), null, typeof(SignatureLoadModel), "Neural network, yes or no", BinaryLoader.Signature)]
[assembly: LoadableClass(typeof(ITransformer), typeof(RegressionLoader), null, typeof(SignatureLoadModel), "Neural network, numbers", RegressionLoader.Signature)]
