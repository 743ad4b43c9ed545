using System.Collections.Immutable;
using MLNetDeep.Neural;
using static TorchSharp.torch;

namespace MLNetDeep.TorchSharp;

/// <summary>The weights of a network on a device, one tensor for each entry of <see cref="NetworkSpec.Parameters"/>.</summary>
internal sealed class TorchParameters : IDisposable
{
    // A parameter with fewer values shares a buffer with others. Updating a larger one takes longer than the calls that sharing saves.
    private const int MinOwnSize = 16384;

    private readonly Tensor[] _items;
    private readonly Tensor?[] _values;
    private readonly Tensor?[] _sharedGradients;
    private readonly bool[] _areStatistics;
    private int _users = 1;
    private bool _hasGradients;

    /// <summary>Copies the weights to the device.</summary>
    /// <param name="spec">The network.</param>
    /// <param name="weights">One tensor for each parameter.</param>
    /// <param name="device">The device.</param>
    /// <param name="training">Whether the weights are trained.</param>
    public TorchParameters(NetworkSpec spec, IReadOnlyList<NamedTensor> weights, TorchDevice device, bool training)
    {
        Spec = spec;
        int count = spec.Parameters.Length;
        (_items, _values, _sharedGradients) = (new Tensor[count], new Tensor?[count], new Tensor?[count]);
        _areStatistics = new bool[count];
        ImmutableArray<ParameterGroup>.Builder groups = ImmutableArray.CreateBuilder<ParameterGroup>();
        int[] trained = [.. Enumerable.Range(0, count).Where(i => training && spec.Parameters[i].IsTrainable)];

        // A lookup table is always a group of its own, since some optimizers update its rows apart.
        int[] small = [.. trained.Where(i => spec.Parameters[i].Size < MinOwnSize && !spec.Parameters[i].IsLookupTable)];
        try
        {
            if (small.Length > 0)
            {
                groups.Add(CreateShared(small, device));
            }

            for (int i = 0; i < count; i++)
            {
                if (_items[i] is null)
                {
                    long[] shape = [.. spec.Parameters[i].Shape.Select(dimension => (long)dimension)];
                    Tensor values = empty(shape, dtype: ScalarType.Float32, device: device.Device).Keep();
                    bool isTrained = trained.Contains(i);
                    _items[i] = isTrained ? CreateLeaf(values) : values;
                    _values[i] = isTrained ? values : null;
                    if (isTrained)
                    {
                        groups.Add(new ParameterGroup([i], values, null));
                    }
                }

                TensorMemory.Write(Values(i), spec.Parameters[i].InRowOrder(weights[i].Values));
            }

            Groups = groups.ToImmutable();
        }
        catch
        {
            Groups = groups.ToImmutable();
            Release();
            throw;
        }
    }

    /// <summary>The network.</summary>
    public NetworkSpec Spec { get; }

    /// <summary>The trained parameters, as the optimizer updates them; empty if the weights are not trained.</summary>
    public ImmutableArray<ParameterGroup> Groups { get; }

    /// <summary>The parameter at an index, for layers: libtorch computes its gradient if it is trained.</summary>
    public Tensor this[int index] => _items[index];

    /// <summary>The values of a parameter, for updates in place.</summary>
    public Tensor Values(int index) => _values[index] ?? _items[index];

    /// <summary>Whether libtorch computes the gradient of a parameter.</summary>
    public bool IsTrained(int index) => _values[index] is not null;

    /// <summary>Whether steps change a parameter: it is trained, or a layer updates it from its batches, such as a running mean.</summary>
    public bool IsChanging(int index) => IsTrained(index) || _areStatistics[index];

    /// <summary>Says that a layer updates a parameter from its batches.</summary>
    public void MarkStatistic(int index) => _areStatistics[index] = true;

    /// <summary>Replaces a trained parameter by another leaf that has the same memory, such as a parameter of a module.</summary>
    /// <param name="index">The parameter's index.</param>
    /// <param name="leaf">The tensor for which libtorch computes the gradient from now on.</param>
    public void Replace(int index, Tensor leaf)
    {
        _items[index].Dispose();
        _items[index] = leaf;
        leaf.grad = _sharedGradients[index]?.view(leaf.shape);
    }

    /// <summary>Registers a further user of the weights, which calls <see cref="Dispose"/> too.</summary>
    public TorchParameters Share()
    {
        Interlocked.Increment(ref _users);
        return this;
    }

    /// <summary>Clears the gradients before a backward pass.</summary>
    public void ClearGradients()
    {
        foreach (ParameterGroup group in Groups)
        {
            group.SharedGradient?.zero_();
        }

        // The last pass may have failed.
        if (_hasGradients)
        {
            ReleaseGradients();
        }

        _hasGradients = true;
    }

    /// <summary>Releases the gradients that belong to single parameters, which may be large, until the next backward pass.</summary>
    public void ReleaseGradients()
    {
        _hasGradients = false;
        foreach (ParameterGroup group in Groups)
        {
            if (group.SharedGradient is null)
            {
                _items[group.Parameters[0]].grad = null;
            }
        }
    }

    /// <summary>The gradient of a group after a backward pass, in a tensor like <see cref="ParameterGroup.Values"/>.</summary>
    public Tensor Gradient(ParameterGroup group) =>
        group.SharedGradient ?? _items[group.Parameters[0]].grad ?? zeros_like(group.Values);

    /// <summary>Passes the gradient of each trained parameter, in the parameter's shape, to an action.</summary>
    /// <param name="gradients">The gradients of each group after a backward pass.</param>
    /// <param name="action">Receives the parameter's index and its gradient.</param>
    public void ForEachGradient(Tensor[] gradients, Action<int, Tensor> action)
    {
        for (int i = 0; i < gradients.Length; i++)
        {
            foreach (int parameter in Groups[i].Parameters)
            {
                action(parameter, _sharedGradients[parameter] ?? gradients[i]);
            }
        }
    }

    /// <summary>Returns copies of gradients, one per entry of <see cref="NetworkSpec.Parameters"/>; zeros for those that are not trained.</summary>
    /// <param name="gradients">The gradients of each group after a backward pass.</param>
    public IReadOnlyList<NamedTensor> ExportGradients(Tensor[] gradients)
    {
        NamedTensor[] result = [.. Spec.Parameters.Select(parameter => new NamedTensor(parameter.Name, parameter.Shape, new float[parameter.Size]))];
        ForEachGradient(
            gradients, (index, gradient) => result[index] = TensorMemory.Export(gradient, result[index].Name, Spec.Parameters[index]));
        return result;
    }

    /// <summary>Returns copies as tensors, one per entry of <see cref="NetworkSpec.Parameters"/>.</summary>
    public IReadOnlyList<NamedTensor> Export() =>
        [.. Spec.Parameters.Select((parameter, i) => TensorMemory.Export(Values(i), parameter.Name, parameter))];

    /// <summary>Whether no value is NaN or infinite.</summary>
    public bool AreFinite() => AreFinite(Enumerable.Range(0, _items.Length).Select(Values));

    /// <summary>Whether no value of the tensors is NaN or infinite. Waits for the device once.</summary>
    public static bool AreFinite(IEnumerable<Tensor> tensors)
    {
        List<Tensor> flags = [];
        foreach (Tensor tensor in tensors)
        {
            using Tensor areFinite = tensor.isfinite();
            flags.Add(areFinite.all());
        }

        return flags.Count == 0 || stack(flags).all().item<bool>();
    }

    /// <summary>Releases the weights when their last user is disposed.</summary>
    public void Dispose()
    {
        if (Interlocked.Decrement(ref _users) == 0)
        {
            Release();
        }
    }

    private static Tensor CreateLeaf(Tensor values) => values.detach().requires_grad_().Keep();

    private ParameterGroup CreateShared(int[] parameters, TorchDevice device)
    {
        long size = parameters.Sum(i => (long)Spec.Parameters[i].Size);
        Tensor values = zeros([size], dtype: ScalarType.Float32, device: device.Device);
        Tensor gradients = zeros([size], dtype: ScalarType.Float32, device: device.Device);
        long offset = 0;
        foreach (int i in parameters)
        {
            long[] shape = [.. Spec.Parameters[i].Shape.Select(dimension => (long)dimension)];
            Tensor part = values.narrow(0, offset, Spec.Parameters[i].Size).view(shape).Keep();
            _values[i] = part;
            _items[i] = CreateLeaf(part);
            _sharedGradients[i] = gradients.narrow(0, offset, Spec.Parameters[i].Size).view(shape).Keep();
            _items[i].grad = _sharedGradients[i];
            offset += Spec.Parameters[i].Size;
        }

        return new ParameterGroup([.. parameters], values.Keep(), gradients.Keep());
    }

    private void Release()
    {
        foreach (Tensor? tensor in (Tensor?[])[.. _items, .. _values, .. _sharedGradients])
        {
            tensor?.Dispose();
        }

        foreach (ParameterGroup group in Groups)
        {
            group.Dispose();
        }
    }
}
