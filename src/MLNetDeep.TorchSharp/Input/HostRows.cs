using System.Globalization;
using static TorchSharp.torch;

namespace MLNetDeep.TorchSharp;

/// <summary>Memory of the host for the rows of one batch, which a device reads as a tensor. Grows with the batches.</summary>
/// <typeparam name="T">The type of the values.</typeparam>
/// <param name="device">The device that reads the rows. For CUDA, the memory is pinned, so that it is copied while the host goes on.</param>
/// <param name="type">The tensor's type, which must be that of <typeparamref name="T"/>.</param>
/// <param name="rowShape">The shape of a row; empty if a row is one value.</param>
internal sealed unsafe class HostRows<T>(TorchDevice device, ScalarType type, params long[] rowShape) : IDisposable
    where T : unmanaged
{
    private readonly int _columns = (int)rowShape.Aggregate(1L, (size, dimension) => size * dimension);
    private Tensor? _all;
    private Tensor? _first;
    private T* _pointer;
    private int _capacity;
    private int _count;

    /// <summary>All rows, of the shape [rows, row shape].</summary>
    public Tensor Tensor => _first ?? _all!;

    /// <summary>The values of a row that is below the count of the last <see cref="Begin"/>.</summary>
    public Span<T> this[int row] => new(_pointer + ((nint)row * _columns), _columns);

    /// <summary>Makes room for so many rows, whose values are then written.</summary>
    /// <exception cref="NotSupportedException">The rows have more bytes than a span holds.</exception>
    public void Begin(int count)
    {
        if (count == _count)
        {
            return;
        }

        _first?.Dispose();
        _first = null;
        if (count > _capacity)
        {
            _all?.Dispose();
            _all = null;
            (_capacity, _count) = (0, 0);
            CheckSize(count);
            Tensor rows = empty([count, .. rowShape], dtype: type, device: CPU);
            _all = (device.IsCuda ? rows.pin_memory() : rows).Keep();
            fixed (byte* bytes = _all.bytes)
            {
                // Memory of libtorch, which does not move.
                _pointer = (T*)bytes;
            }

            _capacity = count;
        }
        else if (count < _capacity)
        {
            _first = _all!.narrow(0, 0, count).Keep();
        }

        _count = count;
    }

    /// <summary>The rows on the device: on the CPU this memory itself, so it must not be written again before the device has read it.</summary>
    public Tensor OnDevice() => device.IsCuda ? Tensor.to(device.Device, non_blocking: true) : Tensor;

    public void Dispose()
    {
        _first?.Dispose();
        _all?.Dispose();
        (_first, _all, _capacity, _count) = (null, null, 0, 0);
    }

    private void CheckSize(int count)
    {
        if ((long)count * _columns * sizeof(T) > int.MaxValue)
        {
            throw new NotSupportedException(string.Create(
                CultureInfo.InvariantCulture,
                $"A batch of {count:N0} rows of {_columns:N0} values has more than {int.MaxValue:N0} bytes. Lower BatchSize."));
        }
    }
}
