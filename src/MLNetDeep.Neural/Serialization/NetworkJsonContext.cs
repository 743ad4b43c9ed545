using System.Text.Json.Serialization;

namespace MLNetDeep.Neural.Serialization;

/// <summary>
/// The JSON serializer, generated at compile time to support trimming and native AOT. Types are listed by themselves, and not as derived types of
/// their bases, so that only those that a network has are prepared: preparing all of them takes most of the time in which a program starts.
/// </summary>
[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(NetworkDocument))]
[JsonSerializable(typeof(Flatten))]
[JsonSerializable(typeof(Dense))]
[JsonSerializable(typeof(Dropout))]
[JsonSerializable(typeof(ActivationLayer))]
[JsonSerializable(typeof(Embedding))]
[JsonSerializable(typeof(PositionalEmbedding))]
[JsonSerializable(typeof(MultiHeadAttention))]
[JsonSerializable(typeof(BatchNormalization))]
[JsonSerializable(typeof(LayerNormalization))]
[JsonSerializable(typeof(MaxPooling1D))]
[JsonSerializable(typeof(MaxPooling2D))]
[JsonSerializable(typeof(AveragePooling1D))]
[JsonSerializable(typeof(AveragePooling2D))]
[JsonSerializable(typeof(GlobalMaxPooling1D))]
[JsonSerializable(typeof(GlobalMaxPooling2D))]
[JsonSerializable(typeof(GlobalAveragePooling1D))]
[JsonSerializable(typeof(GlobalAveragePooling2D))]
[JsonSerializable(typeof(SimpleRNN))]
[JsonSerializable(typeof(LSTM))]
[JsonSerializable(typeof(GRU))]
[JsonSerializable(typeof(Bidirectional))]
[JsonSerializable(typeof(Residual))]
[JsonSerializable(typeof(Concatenate))]
[JsonSerializable(typeof(Reshape))]
[JsonSerializable(typeof(Permute))]
[JsonSerializable(typeof(ZeroPadding1D))]
[JsonSerializable(typeof(ZeroPadding2D))]
[JsonSerializable(typeof(Cropping1D))]
[JsonSerializable(typeof(Cropping2D))]
[JsonSerializable(typeof(UpSampling1D))]
[JsonSerializable(typeof(UpSampling2D))]
[JsonSerializable(typeof(SpatialDropout1D))]
[JsonSerializable(typeof(SpatialDropout2D))]
[JsonSerializable(typeof(ModuleLayer))]
[JsonSerializable(typeof(Conv1D))]
[JsonSerializable(typeof(Conv2D))]
[JsonSerializable(typeof(DepthwiseConv2D))]
[JsonSerializable(typeof(SeparableConv2D))]
[JsonSerializable(typeof(Linear))]
[JsonSerializable(typeof(Relu))]
[JsonSerializable(typeof(LeakyRelu))]
[JsonSerializable(typeof(Elu))]
[JsonSerializable(typeof(Gelu))]
[JsonSerializable(typeof(Sigmoid))]
[JsonSerializable(typeof(Tanh))]
[JsonSerializable(typeof(Softplus))]
[JsonSerializable(typeof(Softmax))]
[JsonSerializable(typeof(GlorotNormal))]
[JsonSerializable(typeof(GlorotUniform))]
[JsonSerializable(typeof(HeNormal))]
[JsonSerializable(typeof(HeUniform))]
[JsonSerializable(typeof(Ones))]
[JsonSerializable(typeof(Orthogonal))]
[JsonSerializable(typeof(RandomNormal))]
[JsonSerializable(typeof(RandomUniform))]
[JsonSerializable(typeof(Zeros))]
internal sealed partial class NetworkJsonContext : JsonSerializerContext;
