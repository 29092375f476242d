//! A host for the tests: it has the models that a test gives it, and keeps what it was handed.

use std::cell::RefCell;
use std::collections::HashMap;

use super::errno::Errno;

/// What a fake model is.
#[derive(Clone, Default)]
pub(crate) struct FakeModel {
    pub(crate) name: &'static str,
    pub(crate) bytes: &'static [u8],
    /// None: the host describes no models.
    #[cfg_attr(not(feature = "describe"), allow(dead_code))]
    pub(crate) description: Option<&'static str>,
    pub(crate) outputs: Vec<Vec<u8>>,
    pub(crate) inputs: usize,
}

/// A tensor as it came over: its type's number, sizes, bytes.
pub(crate) type Fed = (u8, Vec<u32>, Vec<u8>);

#[derive(Default)]
struct Host {
    models: Vec<FakeModel>,
    encodings: Vec<u32>,
    contexts: Vec<(u32, HashMap<u32, Fed>)>,
}

thread_local! {
    static HOST: RefCell<Host> = RefCell::default();
}

/// Begins with these models and nothing else.
pub(crate) fn give(models: Vec<FakeModel>) {
    HOST.set(Host { models, ..Host::default() });
}

/// What a context was last fed.
pub(crate) fn fed(context: usize, input: u32) -> Fed {
    HOST.with_borrow(|host| host.contexts[context].1[&input].clone())
}

pub(crate) fn contexts() -> usize {
    HOST.with_borrow(|host| host.contexts.len())
}

pub(crate) fn encodings() -> Vec<u32> {
    HOST.with_borrow(|host| host.encodings.clone())
}

fn find(is_it: impl Fn(&FakeModel) -> bool, otherwise: Errno) -> Result<u32, Errno> {
    HOST.with_borrow(|host| host.models.iter().position(is_it).map(|graph| graph as u32).ok_or(otherwise))
}

fn model_of(context: u32) -> Result<FakeModel, Errno> {
    HOST.with_borrow(|host| {
        let (graph, _) = host.contexts.get(context as usize).ok_or(Errno::InvalidArgument)?;
        Ok(host.models[*graph as usize].clone())
    })
}

pub(crate) fn load(bytes: &[u8], encoding: u32) -> Result<u32, Errno> {
    HOST.with_borrow_mut(|host| host.encodings.push(encoding));
    find(|model| model.bytes == bytes, Errno::InvalidEncoding)
}

pub(crate) fn load_by_name(name: &str) -> Result<u32, Errno> {
    find(|model| model.name == name, Errno::NotFound)
}

pub(crate) fn init_execution_context(graph: u32) -> Result<u32, Errno> {
    HOST.with_borrow_mut(|host| {
        host.contexts.push((graph, HashMap::new()));
        Ok(host.contexts.len() as u32 - 1)
    })
}

pub(crate) fn set_input(
    context: u32,
    index: u32,
    type_number: u8,
    dimensions: &[u32],
    data: &[u8],
) -> Result<(), Errno> {
    if index as usize >= model_of(context)?.inputs {
        return Err(Errno::InvalidArgument);
    }
    HOST.with_borrow_mut(|host| {
        host.contexts[context as usize].1.insert(index, (type_number, dimensions.to_vec(), data.to_vec()));
    });
    Ok(())
}

pub(crate) fn compute(context: u32) -> Result<(), Errno> {
    let inputs = model_of(context)?.inputs;
    let fed = HOST.with_borrow(|host| host.contexts[context as usize].1.len());
    if fed == inputs { Ok(()) } else { Err(Errno::RuntimeError) }
}

pub(crate) fn get_output(context: u32, index: u32, buffer: &mut [u8]) -> Result<usize, Errno> {
    let model = model_of(context)?;
    let output = model.outputs.get(index as usize).ok_or(Errno::InvalidArgument)?;
    buffer.get_mut(..output.len()).ok_or(Errno::TooLarge)?.copy_from_slice(output);
    Ok(output.len())
}

#[cfg(feature = "describe")]
pub(crate) fn describe_graph(graph: u32) -> Result<Vec<u8>, Errno> {
    let described = HOST.with_borrow(|host| host.models[graph as usize].description);
    described.map(|json| json.as_bytes().to_vec()).ok_or(Errno::UnsupportedOperation)
}

/// Models with a name. A host that describes none of its models does not list them either.
#[cfg(feature = "describe")]
pub(crate) fn list_models() -> Result<Vec<u8>, Errno> {
    HOST.with_borrow(|host| {
        let named: Vec<_> = host.models.iter().filter(|model| !model.name.is_empty()).collect();
        if named.iter().any(|model| model.description.is_none()) {
            return Err(Errno::UnsupportedOperation);
        }
        let names: Vec<_> = named.iter().map(|model| model.name).collect();
        serde_json::to_vec(&names).map_err(|_| Errno::RuntimeError)
    })
}
