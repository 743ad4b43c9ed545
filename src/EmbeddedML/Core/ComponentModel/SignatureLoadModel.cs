namespace Microsoft.ML;

/// <summary>Marks a loadable class as one that is made from a model file.</summary>
internal delegate void SignatureLoadModel(ModelLoadContext ctx);
