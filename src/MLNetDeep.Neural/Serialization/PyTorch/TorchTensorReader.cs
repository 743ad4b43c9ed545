using System.Buffers.Binary;
using System.Collections.Immutable;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural.Serialization;

/// <summary>Reads the values of tensors from their storages: whole ones, and views with offsets and strides.</summary>
internal sealed class TorchTensorReader
{
    // Views of the same values may overlap. More copies than this would take more memory than the file justifies.
    private const long MaxCopies = 8;

    private const string Counter = "Long";

    private readonly TorchZip _zip;
    private readonly Dictionary<string, (TorchValue.Storage Storage, float[] Values)> _storages = [];
    private readonly Dictionary<(string, long, string), float[]> _views = [];
    private long _stored;
    private long _viewed;

    private TorchTensorReader(TorchZip zip) => _zip = zip;

    /// <summary>Reads all tensors of a dictionary, and the names of those that no network has as parameters: see <see cref="SafetensorsContent.Others"/>.</summary>
    /// <exception cref="InvalidDataException">An item is not a tensor, has a shape that cannot be read, or its values are missing.</exception>
    public static SafetensorsContent Read(TorchZip zip, TorchValue.Dictionary items)
    {
        TorchTensorReader reader = new(zip);
        List<NamedTensor> tensors = [];
        Dictionary<string, long> counters = [];
        Dictionary<string, string> others = [];
        foreach ((string name, PickleValue item) in items.Items)
        {
            if (item is not TorchValue.Tensor tensor)
            {
                throw new InvalidDataException($"The item {name} is {TorchFileReader.Describe(item)}, but a tensor is needed.");
            }

            if (tensor.Storage.Type == Counter && tensor.Shape.IsEmpty)
            {
                counters.Add(name, reader.ReadCounter(name, tensor));
            }
            else if (Format(tensor.Storage.Type) is { } format && !tensor.Shape.IsEmpty)
            {
                tensors.Add(reader.ReadTensor(name, tensor, format));
            }
            else
            {
                others.Add(name, $"{tensor.Storage.Type}Tensor [{string.Join(", ", tensor.Shape)}]");
            }
        }

        return new SafetensorsContent(tensors, counters, new Dictionary<string, string>()) { Others = others };
    }

    private static FloatFormat? Format(string type) => type switch
    {
        "Float" => FloatFormat.F32,
        "Half" => FloatFormat.F16,
        "BFloat16" => FloatFormat.BF16,
        "Double" => FloatFormat.F64,
        _ => null,
    };

    private long ReadCounter(string name, TorchValue.Tensor tensor) => _zip.Open($"data/{tensor.Storage.Key}", (stream, length) =>
    {
        CheckLength(name, tensor.Storage, sizeof(long), length);
        if (tensor.Offset < 0 || tensor.Offset >= tensor.Storage.Count)
        {
            throw OutOfRange(name, tensor);
        }

        // Counters of several layers may share one storage.
        byte[] bytes = FloatReader.ReadBytes(stream, checked((int)length), () => EndsEarly(name));
        return BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan((int)tensor.Offset * sizeof(long)));
    });

    private NamedTensor ReadTensor(string name, TorchValue.Tensor tensor, FloatFormat format)
    {
        (ImmutableArray<int> shape, int size) = CheckedShape(name, tensor);
        if (tensor.Offset < 0 || size > tensor.Storage.Count || LastIndex(tensor) >= tensor.Storage.Count)
        {
            throw OutOfRange(name, tensor);
        }

        float[] stored = ReadStorage(name, tensor.Storage, format);
        string layout = $"{string.Join(',', tensor.Shape)};{string.Join(',', tensor.Strides)}";
        if (!_views.TryGetValue((tensor.Storage.Key, tensor.Offset, layout), out float[]? values))
        {
            _viewed += size;
            if (_viewed > MaxCopies * _stored)
            {
                throw new InvalidDataException($"The tensors up to {name} have {_viewed} values, more than {MaxCopies} times the {_stored} that are stored.");
            }

            values = size == stored.Length && IsContiguous(tensor) ? stored : Gather(stored, tensor, size);
            _views.Add((tensor.Storage.Key, tensor.Offset, layout), values);
        }

        return new NamedTensor(name, shape, values);
    }

    private float[] ReadStorage(string name, TorchValue.Storage storage, FloatFormat format)
    {
        if (_storages.TryGetValue(storage.Key, out (TorchValue.Storage Storage, float[] Values) read))
        {
            return read.Storage == storage
                ? read.Values
                : throw new InvalidDataException($"The values of {name} are described as both {read.Storage.Count} {read.Storage.Type} and {storage.Count} {storage.Type}.");
        }

        float[] values = _zip.Open($"data/{storage.Key}", (stream, length) =>
        {
            CheckLength(name, storage, format.Size(), length);
            return FloatReader.Read(stream, format, (int)storage.Count, onRead: null, () => EndsEarly(name));
        });
        _storages.Add(storage.Key, (storage, values));
        _stored += values.Length;
        return values;
    }

    private static void CheckLength(string name, TorchValue.Storage storage, int size, long length)
    {
        if (storage.Count > Array.MaxLength / size || storage.Count * size != length)
        {
            throw new InvalidDataException($"The values of {name} should take {storage.Count} times {size} bytes, but there are {length} bytes.");
        }
    }

    private static (ImmutableArray<int> Shape, int Size) CheckedShape(string name, TorchValue.Tensor tensor)
    {
        try
        {
            ImmutableArray<int> shape = [.. tensor.Shape.Select(dimension => dimension <= int.MaxValue ? (int)dimension : 0)];
            return (shape, Shapes.Size(shape, name));
        }
        catch (ArgumentException exception)
        {
            throw new InvalidDataException($"The tensor {name} has an invalid shape: {exception.Message}", exception);
        }
    }

    // In doubles, which do not overflow. Wrong in the last places only beyond what a storage can hold.
    private static double LastIndex(TorchValue.Tensor tensor) =>
        tensor.Offset + tensor.Shape.Zip(tensor.Strides, (dimension, stride) => (dimension - 1d) * stride).Sum();

    private static bool IsContiguous(TorchValue.Tensor tensor)
    {
        long expected = 1;
        for (int i = tensor.Shape.Length - 1; i >= 0; i--)
        {
            if (tensor.Shape[i] > 1 && tensor.Strides[i] != expected)
            {
                return false;
            }

            expected *= tensor.Shape[i];
        }

        return tensor.Offset == 0;
    }

    private static float[] Gather(float[] stored, TorchValue.Tensor tensor, int size)
    {
        float[] values = new float[size];
        long[] position = new long[tensor.Shape.Length];
        long source = tensor.Offset;
        for (int i = 0; i < size; i++)
        {
            values[i] = stored[source];
            for (int axis = position.Length - 1; axis >= 0; axis--)
            {
                source += tensor.Strides[axis];
                if (++position[axis] < tensor.Shape[axis])
                {
                    break;
                }

                source -= tensor.Strides[axis] * tensor.Shape[axis];
                position[axis] = 0;
            }
        }

        return values;
    }

    private static InvalidDataException OutOfRange(string name, TorchValue.Tensor tensor) => new(
        $"The tensor {name} has the shape [{string.Join(", ", tensor.Shape)}], the offset {tensor.Offset} and the strides "
        + $"[{string.Join(", ", tensor.Strides)}], which do not fit {tensor.Storage.Count} stored values.");

    private static InvalidDataException EndsEarly(string name) => new($"the values of {name} end too early");
}
