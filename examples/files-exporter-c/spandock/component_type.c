/*
 * wit-bindgen's plugin.c asks for this symbol, which its own object file with the component's type would
 * bring. Here `spandock plugin build` puts the type in, from the WIT, so that a project needs no object file
 * made by another tool.
 */
void __component_type_object_force_link_plugin(void);

void __component_type_object_force_link_plugin(void) {
}
