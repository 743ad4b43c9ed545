namespace Microsoft.ML.Data;

/// <summary>How values of a primitive type are laid out.</summary>
internal abstract class PrimitiveCodec<T>(string name, PrimitiveDataViewType type) : BinaryCodec<T>(name, type)
{
    public sealed override BinaryCodec MakeVector(VectorDataViewType type) => new VectorCodec<T>(type, this);

    public sealed override BinaryCodec MakeKey(KeyDataViewType type) => new KeyCodec<T>(type, this);
}
