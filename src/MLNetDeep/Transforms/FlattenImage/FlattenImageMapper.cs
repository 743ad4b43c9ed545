using System.Numerics.Tensors;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Neural;
using MLNetDeep.Rows;

namespace MLNetDeep.Transforms;

/// <summary>Computes the vectors of <see cref="FlattenImageTransformer"/>.</summary>
internal sealed class FlattenImageMapper : RowMapper
{
    // Below a quarter of the slots, indices and values take less room than all values, and the first layer less time.
    private const int SparseBelow = 4;

    private readonly DataViewSchema.Column _input;
    private readonly int _size;
    private readonly bool _bytes;
    private readonly float _scale;

    public FlattenImageMapper(DataViewSchema schema, DataViewSchema.Column input, VectorDataViewType type, string output, float scale) : base(schema)
    {
        _input = input;
        _size = type.Size;
        _bytes = type.ItemType == NumberDataViewType.Byte;
        _scale = scale;
        AddedColumns = [new DataViewSchema.DetachedColumn(output, new VectorDataViewType(NumberDataViewType.Single, _size))];
    }

    public override IReadOnlyList<DataViewSchema.DetachedColumn> AddedColumns { get; }

    public override IEnumerable<DataViewSchema.Column> GetDependencies(int addedColumn) => [_input];

    public override Delegate?[] CreateGetters(DataViewRow input, ReadOnlySpan<bool> active) => [_bytes ? CreateByteGetter(input) : CreateFloatGetter(input)];

    private ValueGetter<VBuffer<float>> CreateByteGetter(DataViewRow input)
    {
        ValueGetter<VBuffer<byte>> getImage = input.GetGetter<VBuffer<byte>>(_input);
        VBuffer<byte> image = default;
        byte[] pixels = new byte[_size];
        var row = new ByteFeatures(pixels, _size, _scale);
        return (ref VBuffer<float> vector) =>
        {
            getImage(ref image);
            CheckSize(image.Length);
            image.CopyTo(pixels);
            Write(row, ref vector);
        };
    }

    private ValueGetter<VBuffer<float>> CreateFloatGetter(DataViewRow input)
    {
        ValueGetter<VBuffer<float>> getImage = input.GetGetter<VBuffer<float>>(_input);
        VBuffer<float> image = default;
        float[] pixels = new float[_size];
        var row = new DenseFeatures(pixels, _size);
        return (ref VBuffer<float> vector) =>
        {
            getImage(ref image);
            CheckSize(image.Length);
            image.CopyTo(pixels);
            TensorPrimitives.Multiply(pixels, _scale, pixels);
            Write(row, ref vector);
        };
    }

    private void CheckSize(int length)
    {
        if (length != _size)
            throw new InvalidOperationException($"The image in column '{_input.Name}' has {length} values, but its type says {_size}.");
    }

    private static void Write(FeatureMatrix row, ref VBuffer<float> vector)
    {
        int size = row.ColumnCount;
        int lit = row.CountNonZeros(0);
        VBufferEditor<float> editor = VBufferEditor.Create(ref vector, size, lit <= size / SparseBelow ? lit : size);
        if (editor.Values.Length < size)
            row.CopyNonZeros(0, editor.Indices, editor.Values);
        else
            row.CopyRow(0, editor.Values);
        vector = editor.Commit();
    }
}
