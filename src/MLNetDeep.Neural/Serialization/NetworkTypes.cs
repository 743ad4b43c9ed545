namespace MLNetDeep.Neural.Serialization;

/// <summary>
/// The names of layers, activations and initializers in JSON. Saved models contain them, so a name never changes. Each type has a line in
/// <see cref="NetworkJsonContext"/> too.
/// </summary>
internal static class NetworkTypes
{
    /// <summary>The member of an object in JSON that has the name of its type.</summary>
    public const string Member = "type";

    private static readonly (Type Type, string Name)[] s_all =
    [
        (typeof(Flatten), "flatten"),
        (typeof(Dense), "dense"),
        (typeof(Dropout), "dropout"),
        (typeof(ActivationLayer), "activation"),
        (typeof(Embedding), "embedding"),
        (typeof(PositionalEmbedding), "positionalEmbedding"),
        (typeof(MultiHeadAttention), "multiHeadAttention"),
        (typeof(BatchNormalization), "batchNormalization"),
        (typeof(LayerNormalization), "layerNormalization"),
        (typeof(MaxPooling1D), "maxPooling1D"),
        (typeof(MaxPooling2D), "maxPooling2D"),
        (typeof(AveragePooling1D), "averagePooling1D"),
        (typeof(AveragePooling2D), "averagePooling2D"),
        (typeof(GlobalMaxPooling1D), "globalMaxPooling1D"),
        (typeof(GlobalMaxPooling2D), "globalMaxPooling2D"),
        (typeof(GlobalAveragePooling1D), "globalAveragePooling1D"),
        (typeof(GlobalAveragePooling2D), "globalAveragePooling2D"),
        (typeof(SimpleRNN), "simpleRNN"),
        (typeof(LSTM), "lstm"),
        (typeof(GRU), "gru"),
        (typeof(Bidirectional), "bidirectional"),
        (typeof(Residual), "residual"),
        (typeof(Concatenate), "concatenate"),
        (typeof(Reshape), "reshape"),
        (typeof(Permute), "permute"),
        (typeof(ZeroPadding1D), "zeroPadding1D"),
        (typeof(ZeroPadding2D), "zeroPadding2D"),
        (typeof(Cropping1D), "cropping1D"),
        (typeof(Cropping2D), "cropping2D"),
        (typeof(UpSampling1D), "upSampling1D"),
        (typeof(UpSampling2D), "upSampling2D"),
        (typeof(SpatialDropout1D), "spatialDropout1D"),
        (typeof(SpatialDropout2D), "spatialDropout2D"),
        (typeof(ModuleLayer), "module"),
        (typeof(Conv1D), "conv1D"),
        (typeof(Conv2D), "conv2D"),
        (typeof(DepthwiseConv2D), "depthwiseConv2D"),
        (typeof(SeparableConv2D), "separableConv2D"),

        (typeof(Linear), "linear"),
        (typeof(Relu), "relu"),
        (typeof(LeakyRelu), "leakyRelu"),
        (typeof(Elu), "elu"),
        (typeof(Gelu), "gelu"),
        (typeof(Sigmoid), "sigmoid"),
        (typeof(Tanh), "tanh"),
        (typeof(Softplus), "softplus"),
        (typeof(Softmax), "softmax"),

        (typeof(GlorotNormal), "glorotNormal"),
        (typeof(GlorotUniform), "glorotUniform"),
        (typeof(HeNormal), "heNormal"),
        (typeof(HeUniform), "heUniform"),
        (typeof(Ones), "ones"),
        (typeof(Orthogonal), "orthogonal"),
        (typeof(RandomNormal), "randomNormal"),
        (typeof(RandomUniform), "randomUniform"),
        (typeof(Zeros), "zeros"),
    ];

    private static readonly Dictionary<string, Type> s_types = s_all.ToDictionary(item => item.Name, item => item.Type, StringComparer.Ordinal);
    private static readonly Dictionary<Type, string> s_names = s_all.ToDictionary(item => item.Type, item => item.Name);

    /// <summary>Returns the type with a name in JSON; null if there is none.</summary>
    public static Type? Find(string name) => s_types.GetValueOrDefault(name);

    /// <summary>Returns the name of a type in JSON.</summary>
    public static string NameOf(Type type) => s_names[type];
}
