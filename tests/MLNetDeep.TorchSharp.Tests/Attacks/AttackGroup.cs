namespace MLNetDeep.TorchSharp.Tests.Attacks;

/// <summary>
/// The tests of this group run alone, one after another: they count the tensors of the whole process. <c>./test-long</c> repeats them many
/// times; see <see cref="MLNetDeep.Faults.Support.Effort"/>.
/// </summary>
[CollectionDefinition(nameof(AttackGroup), DisableParallelization = true)]
public sealed class AttackGroup;
