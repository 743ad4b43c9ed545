using System.Numerics.Tensors;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Neural;
using MLNetDeep.Rows;

namespace MLNetDeep.Transforms;

/// <summary>Computes the vectors of <see cref="FlattenImageTransformer"/>.</summary>
internal sealed class FlattenImageMapper : RowMapper
{
    // If at most 1 pixel in 4 is nonzero, a sparse vector takes less memory than a dense one, and the first layer is faster.
    private const int SparseDivisor = 4;

    // Extra elements after the nonzero values, so that the copy can write whole SIMD vectors.
    private const int Slack = 64;

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

    /// <summary>The image column.</summary>
    public DataViewSchema.Column Input => _input;

    /// <summary>The factor that multiplies each pixel.</summary>
    public float Scale => _scale;

    public override IReadOnlyList<DataViewSchema.DetachedColumn> AddedColumns { get; }

    public override IEnumerable<DataViewSchema.Column> GetDependencies(int addedColumn) => [_input];

    public override Delegate?[] CreateGetters(DataViewRow input, ReadOnlySpan<bool> active, ICollection<IDisposable> resources) => [_bytes ? new ByteImageReader(this, input).Get : CreateFloatGetter(input)];

    public override IByteReader? CreateByteReader(int addedColumn, DataViewRow input) => _bytes ? new ByteImageReader(this, input) : null;

    private ValueGetter<VBuffer<float>> CreateFloatGetter(DataViewRow input)
    {
        VectorReader<float> image = new(input, _input);
        float[] pixels = [];
        DenseFeatures? row = null;
        return (ref VBuffer<float> vector) =>
        {
            ref readonly VBuffer<float> values = ref image.Read();

            // Memory is taken once a row of that size is there.
            row ??= new DenseFeatures(pixels = new float[_size], _size);
            values.CopyTo(pixels);
            TensorPrimitives.Multiply(pixels, _scale, pixels);
            Write(row, ref vector);
        };
    }

    private static void Write(FeatureMatrix row, ref VBuffer<float> vector)
    {
        int size = row.ColumnCount;
        int nonzeros = row.CountNonZeros(0);
        if (nonzeros <= size / SparseDivisor)
        {
            VBufferEditor<float> editor = VBufferEditor.Create(ref vector, size, Math.Min(nonzeros + Slack, size - 1));
            row.CopyNonZeros(0, editor.Indices, editor.Values);
            vector = editor.CommitTruncated(nonzeros);
        }
        else
        {
            VBufferEditor<float> editor = VBufferEditor.Create(ref vector, size);
            row.CopyRow(0, editor.Values);
            vector = editor.Commit();
        }
    }

    // Reads the image as bytes, or as a vector of floats if the consumer needs floats.
    private sealed class ByteImageReader : IByteReader
    {
        private readonly FlattenImageMapper _mapper;
        private readonly ByteVectorReader _image;

        // Memory is taken once a row of that size is there.
        private byte[] _pixels = [];
        private ByteFeatures? _row;

        public ByteImageReader(FlattenImageMapper mapper, DataViewRow input)
        {
            _mapper = mapper;
            _image = new ByteVectorReader(input, mapper._input);
        }

        public float Scale => _mapper._scale;

        public ReadOnlySpan<byte> Read() => _image.Read();

        public void Get(ref VBuffer<float> vector)
        {
            ReadOnlySpan<byte> image = Read();
            ByteFeatures row = TakeMemory();
            image.CopyTo(_pixels);
            Write(row, ref vector);
        }

        private ByteFeatures TakeMemory() => _row ??= new ByteFeatures(_pixels = new byte[_mapper._size], _mapper._size, _mapper._scale);
    }
}
