using System.Collections.Immutable;
using MLNetDeep.Neural.Serialization;
using PureHDF;
using PureHDF.VOL.Native;

namespace MLNetDeep.Keras.Files;

/// <summary>
/// Reads groups, arrays and lists of names from an HDF5 file that may be damaged. What PureHDF throws becomes an
/// <see cref="InvalidDataException"/>. Sizes are compared with the length of the file before values are read and unpacked, and the numbers of reads
/// and of objects are limited, so that a file that leads in circles ends too. No other file is opened.
/// </summary>
internal sealed class Hdf5File
{
    private const int MaxObjects = 100_000;

    // Damaged files can nest structures deeply. The memory of a stack is taken only when it is used.
    private const int StackLength = 64 << 20;

    private readonly GuardedStream _stream;
    private long _rest;
    private int _objects;

    private Hdf5File(GuardedStream stream, IH5Group root)
    {
        _stream = stream;
        Root = root;
        _rest = ZipLimit.OfContent(stream.Length);
    }

    /// <summary>The root group, which contains all others.</summary>
    public IH5Group Root { get; }

    /// <summary>Reads a file by a function.</summary>
    /// <exception cref="InvalidDataException">The file is not valid.</exception>
    public static T Read<T>(Stream source, Func<Hdf5File, T> read)
    {
        T? result = default;
        Exception? failure = null;
        Thread thread = new(Run, StackLength) { IsBackground = true, Name = "MLNetDeep.Keras" };
        thread.Start();
        thread.Join();
        return failure is null ? result! : throw new InvalidDataException($"The HDF5 file cannot be read: {failure.Message}", failure);

        void Run()
        {
            try
            {
                GuardedFilter.GuardThisThread();
                GuardedStream stream = new(source);
                using NativeFile file = H5File.Open(stream, leaveOpen: true);
                result = read(new Hdf5File(stream, file));
            }
            catch (Exception exception)
            {
                // PureHDF throws exceptions of many types, which depend on what is damaged. It wraps those of filters.
                failure = exception.InnerException as InvalidDataException ?? exception;
            }
        }
    }

    /// <summary>Returns the groups and arrays in a group, by name.</summary>
    public IReadOnlyList<IH5Object> Children(IH5Group group)
    {
        _stream.Restart();

        // PureHDF lists some groups from what their parent stores about them, which is out of date if links were added since. Asking for an
        // attribute makes it read the group itself.
        group.AttributeExists("name");
        List<IH5Object> children = [];
        foreach (IH5Object child in group.Children())
        {
            Count();
            children.Add(Resolved(child));
        }

        return children;
    }

    /// <summary>Returns a group or an array by its path; null if there is none.</summary>
    public IH5Object? Find(IH5Group group, string path)
    {
        _stream.Restart();
        Count();
        return group.LinkExists(path) ? Resolved(group.Get(path)) : null;
    }

    /// <summary>Reads an array of floating-point numbers.</summary>
    public KerasVariable ReadVariable(IH5Dataset dataset, string path)
    {
        _stream.Restart();
        ImmutableArray<int> shape = [.. dataset.Space.Dimensions.Select(size => size is > 0 and <= int.MaxValue ? (int)size : throw Refused(path, "a dimension", size))];
        FloatFormat format = Format(dataset, path);
        double count = shape.Aggregate(1d, (product, size) => product * size);
        Reserve(path, count * format.Size());
        if (dataset.Layout.Class is not (H5DataLayoutClass.Contiguous or H5DataLayoutClass.Chunked))
        {
            throw Refused(path, "a layout that Keras does not write", dataset.Layout.Class);
        }

        if (dataset.Layout is { Class: H5DataLayoutClass.Chunked, Chunks: { } chunks })
        {
            double chunk = chunks.Aggregate((double)format.Size(), (product, size) => product * size);
            if (chunk > Math.Min(ZipLimit.OfContent(_stream.Length), Array.MaxLength))
            {
                throw Refused(path, "chunks of bytes", chunk);
            }
        }

        _stream.HasOnlyValues = dataset.Layout.Class == H5DataLayoutClass.Contiguous;
        long before = _stream.ValueBytesRead;
        float[] values = format switch
        {
            FloatFormat.F32 => dataset.Read<float[]>(),
            FloatFormat.F64 => Array.ConvertAll(dataset.Read<double[]>(), value => (float)value),
            FloatFormat.F16 => Array.ConvertAll(dataset.Read<Half[]>(), value => (float)value),
            _ => FromBFloat16(dataset.Read<byte[]>()),
        };

        // An array may have been given a size, but no values.
        if (_stream.ValueBytesRead - before < (dataset.Layout.Class == H5DataLayoutClass.Contiguous ? count * format.Size() : 1))
        {
            throw new InvalidDataException($"{path} has its values in another file, or has none");
        }

        return values.Length == (int)count ? new KerasVariable(shape, values) : throw Refused(path, "values", values.Length);
    }

    /// <summary>Reads a list of texts that an attribute holds; null if there is no such attribute.</summary>
    public string[]? ReadNames(IH5Group group, string name)
    {
        _stream.Restart();
        if (!group.AttributeExists(name))
        {
            return null;
        }

        IH5Attribute attribute = group.Attribute(name);
        double count = attribute.Space.Dimensions.Aggregate(1d, (product, size) => product * size);
        if (count == 0)
        {
            return [];
        }

        if (attribute.Type.Class is not (H5DataTypeClass.String or H5DataTypeClass.VariableLength))
        {
            throw new InvalidDataException($"the attribute {name} is not a list of names");
        }

        Reserve(name, count * Math.Max(attribute.Type.Size, 1));
        return attribute.Read<string[]>();
    }

    private static IH5Object Resolved(IH5Object child) => child is IH5UnresolvedLink
        ? throw new InvalidDataException($"{child.Name} is a link to another file, or to nothing")
        : child;

    private static float[] FromBFloat16(byte[] bytes)
    {
        float[] values = new float[bytes.Length / sizeof(ushort)];
        FloatFormat.BF16.Convert(bytes, values);
        return values;
    }

    // Keras marks arrays of bfloat16, which HDF5 does not have.
    private static FloatFormat Format(IH5Dataset dataset, string path) => (dataset.Type.Class, dataset.Type.Size) switch
    {
        (H5DataTypeClass.FloatingPoint, 4) => FloatFormat.F32,
        (H5DataTypeClass.FloatingPoint, 8) => FloatFormat.F64,
        (H5DataTypeClass.FloatingPoint, 2) => FloatFormat.F16,
        (H5DataTypeClass.Opaque, 2) when dataset.AttributeExists("dtype") => FloatFormat.BF16,
        _ => throw new InvalidDataException($"{path} has values of the type {dataset.Type.Class}; accepted: floating-point numbers of 2, 4 or 8 bytes"),
    };

    private static InvalidDataException Refused(string path, string what, object value) => new($"{path} has {what}: {value}");

    private void Reserve(string path, double length)
    {
        if (length > _rest)
        {
            throw new InvalidDataException($"{path} has {length} bytes, more than the file of {_stream.Length} bytes can hold");
        }

        _rest -= (long)length;
    }

    private void Count()
    {
        if (++_objects > MaxObjects)
        {
            throw new InvalidDataException($"it has more than {MaxObjects} objects");
        }
    }
}
