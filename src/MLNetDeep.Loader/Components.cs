// The components that a model file can name. The last argument is the name in the model file. It must never change.
using Microsoft.ML;
using MLNetDeep.Loader;

[assembly: LoadableClass(typeof(ITransformer), typeof(ComponentLoader<Component.FlattenImage>), null, typeof(SignatureLoadModel), "Flatten image", "MLNetDeep.FlattenImage")]
[assembly: LoadableClass(typeof(ITransformer), typeof(ComponentLoader<Component.OneHotLabel>), null, typeof(SignatureLoadModel), "One-hot label", "MLNetDeep.OneHotLabel")]
[assembly: LoadableClass(typeof(ITransformer), typeof(ComponentLoader<Component.Multiclass>), null, typeof(SignatureLoadModel), "Neural network, multiclass classification", "MLNetDeep.Multiclass")]
[assembly: LoadableClass(typeof(ITransformer), typeof(ComponentLoader<Component.Binary>), null, typeof(SignatureLoadModel), "Neural network, binary classification", "MLNetDeep.Binary")]
[assembly: LoadableClass(typeof(ITransformer), typeof(ComponentLoader<Component.Regression>), null, typeof(SignatureLoadModel), "Neural network, regression", "MLNetDeep.Regression")]
[assembly: LoadableClass(typeof(ITransformer), typeof(ComponentLoader<Component.BagOfWords>), null, typeof(SignatureLoadModel), "Bag of words", "MLNetDeep.BagOfWords")]
[assembly: LoadableClass(typeof(ITransformer), typeof(ComponentLoader<Component.HashedBagOfWords>), null, typeof(SignatureLoadModel), "Hashed bag of words", "MLNetDeep.HashedBag")]
[assembly: LoadableClass(typeof(ITransformer), typeof(ComponentLoader<Component.WordIndices>), null, typeof(SignatureLoadModel), "Word indices", "MLNetDeep.WordIndices")]
[assembly: LoadableClass(typeof(ITransformer), typeof(ComponentLoader<Component.IndicesToText>), null, typeof(SignatureLoadModel), "Indices to text", "MLNetDeep.IndicesToText")]
