using System.Diagnostics;
using MLNetDeep.Neural;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetDeep.TorchSharp;

/// <summary>
/// The results of steps that have been begun. The device writes each into memory of the host when it gets there, so neither waits for the
/// other: first the values, then the number of the step, for which the host looks.
/// </summary>
internal sealed unsafe class StepResults : IDisposable
{
    private const int Values = 3;

    // If a result is not there by then, the host waits for the device in the driver, which also reports the device's errors.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    private readonly TorchDevice _device;
    private readonly List<IDisposable> _owned = [];
    private readonly Tensor _deviceValues;
    private readonly Tensor[] _deviceCells;
    private readonly Tensor _deviceNumber;
    private readonly Scalar _one;
    private readonly HostRows<double> _hostValues;
    private readonly HostRows<long> _hostNumbers;
    private readonly Tensor[] _hostValueRows;
    private readonly Tensor[] _hostNumberRows;
    private readonly Queue<(long Number, int Rows, long Predictions, bool HasError)> _begun = new();
    private readonly int _slots;
    private long _number;

    /// <summary>Creates the memory for results.</summary>
    /// <param name="device">The device.</param>
    /// <param name="slots">The number of results that may be there at a time.</param>
    public StepResults(TorchDevice device, int slots)
    {
        _device = device;
        _slots = slots;
        try
        {
            _one = Own(1L.ToScalar());
            _deviceValues = Own(zeros([Values], dtype: ScalarType.Float64, device: device.Device).Keep());
            _deviceCells = [.. Enumerable.Range(0, Values).Select(i => Own(_deviceValues.select(0, i).Keep()))];
            _deviceNumber = Own(zeros([1], dtype: ScalarType.Int64, device: device.Device).Keep());
            _hostValues = Own(new HostRows<double>(device, ScalarType.Float64, Values));
            _hostNumbers = Own(new HostRows<long>(device, ScalarType.Int64, 1));
            _hostValues.Begin(slots);
            _hostNumbers.Begin(slots);
            for (int slot = 0; slot < slots; slot++)
            {
                _hostNumbers[slot][0] = 0;
            }

            _hostValueRows = [.. Enumerable.Range(0, slots).Select(i => Own(_hostValues.Tensor.select(0, i).Keep()))];
            _hostNumberRows = [.. Enumerable.Range(0, slots).Select(i => Own(_hostNumbers.Tensor.select(0, i).Keep()))];
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Lets the device write the result of a step when it gets there.</summary>
    public void Add(in LossValues values, int rows)
    {
        int slot = (int)(_number % _slots);
        _deviceCells[0].copy_(values.Loss.detach());
        if (values.Correct is { } correct)
        {
            _deviceCells[1].copy_(correct);
        }

        if (values.Error is { } error)
        {
            _deviceCells[2].copy_(error);
        }

        _deviceNumber.add_(_one, _one);
        _hostValueRows[slot].copy_(_deviceValues, nonBlocking: true);
        _hostNumberRows[slot].copy_(_deviceNumber, nonBlocking: true);
        _number++;
        _begun.Enqueue((_number, rows, values.Predictions, values.Error is not null));
    }

    /// <summary>Adds the result of a step on no rows, which no device writes.</summary>
    public void AddNone() => _begun.Enqueue(default);

    /// <summary>Waits for the oldest result.</summary>
    public EvaluationResult Take()
    {
        (long number, int rows, long predictions, bool hasError) = _begun.Dequeue();
        if (rows == 0)
        {
            return default;
        }

        int slot = (int)((number - 1) % _slots);
        Wait(number, slot);
        Span<double> values = _hostValues[slot];
        return LossValues.ToResult(
            values[0], hasError ? 0 : (long)values[1], hasError ? values[2] : double.NaN, rows, predictions);
    }

    /// <summary>Drops the results of all steps that have been begun, after the device has done them.</summary>
    public void Drop()
    {
        while (_begun.Count > 0)
        {
            Take();
        }
    }

    public void Dispose() => _owned.ForEach(part => part.Dispose());

    private T Own<T>(T part)
        where T : IDisposable
    {
        _owned.Add(part);
        return part;
    }

    private void Wait(long number, int slot)
    {
        SpinWait spin = default;
        long start = Stopwatch.GetTimestamp();
        while (Volatile.Read(ref _hostNumbers[slot][0]) != number)
        {
            spin.SpinOnce(sleep1Threshold: -1);
            if (Stopwatch.GetElapsedTime(start) > s_patience)
            {
                Debug.Assert(_device.IsCuda, "On the CPU a result is there at once.");
                cuda.synchronize(_device.Device);
                start = Stopwatch.GetTimestamp();
            }
        }
    }
}
