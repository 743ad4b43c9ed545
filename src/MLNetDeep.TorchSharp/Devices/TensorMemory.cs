using MLNetDeep.Neural;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetDeep.TorchSharp;

/// <summary>Copies between arrays and float tensors.</summary>
internal static class TensorMemory
{
    // TorchSharp gives the bytes of a tensor as a span, whose length is an int.
    private const int MaxFloats = 1 << 28;

    /// <summary>Creates a tensor outside all scopes, which its owner disposes.</summary>
    public static Tensor Keep(this Tensor tensor) => tensor.DetachFromDisposeScope();

    /// <summary>Copies values into a contiguous tensor.</summary>
    public static void Write(Tensor tensor, ReadOnlySpan<float> values)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor flat = tensor.view(-1);
        for (long first = 0; first < values.Length; first += MaxFloats)
        {
            ReadOnlySpan<float> part = values.Slice((int)first, (int)Math.Min(MaxFloats, values.Length - first));
            Tensor target = flat.narrow(0, first, part.Length);
            Tensor host = target.device_type == DeviceType.CPU ? target : empty(part.Length, dtype: ScalarType.Float32, device: CPU);
            part.CopyTo(Floats(host));
            if (!ReferenceEquals(host, target))
            {
                target.copy_(host);
            }
        }
    }

    /// <summary>Copies the values of a tensor.</summary>
    public static void Read(Tensor tensor, Span<float> values)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor flat = tensor.detach().reshape(-1);
        for (long first = 0; first < values.Length; first += MaxFloats)
        {
            Span<float> part = values.Slice((int)first, (int)Math.Min(MaxFloats, values.Length - first));
            Floats(flat.narrow(0, first, part.Length).cpu()).CopyTo(part);
        }
    }

    /// <summary>Returns a copy of the values as a named tensor, in the order in which it is stored.</summary>
    public static NamedTensor Export(Tensor tensor, string name, ParameterSpec parameter)
    {
        float[] values = new float[parameter.Size];
        Read(tensor, values);
        return new NamedTensor(name, parameter.Shape, parameter.InFileOrder(values));
    }

    /// <summary>The values of a contiguous float tensor on the CPU, which stay valid as long as the tensor.</summary>
    public static Span<float> Floats(Tensor tensor) => System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(tensor.bytes);
}
